export { signInRoute as GET, signInRoute as POST } from '#lib/web/sign-in-route.ts'
