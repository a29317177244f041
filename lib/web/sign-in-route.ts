import 'server-only'
import NextAuth from 'next-auth'
import { signInOptions } from './sign-in.ts'

/** next-auth's own addresses below /api/auth. Made per request, so that the app builds without its settings. */
export const signInRoute = (request: Request, context: unknown): Promise<Response> => NextAuth(signInOptions())(request, context)
