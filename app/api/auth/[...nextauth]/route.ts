import NextAuth from 'next-auth'
import { signInOptions } from '#lib/web/sign-in.ts'

const handler = (request: Request, context: unknown) => NextAuth(signInOptions())(request, context)

export { handler as GET, handler as POST }
