/** Who asks is known to every page, since all of them have the header. */
export default defineEventHandler((event) => {
  const { path, context } = event;
  if (path.startsWith('/_nuxt/') || path.startsWith('/api/') || path === '/healthz') return;
  const { session, theme } = parseCookies(event);
  context['visitor'] = context['blog'].visitor({ session, theme });
  setResponseHeader(event, 'Cache-Control', 'no-store');
  if (context['signInFailed']) setResponseStatus(event, 401);
});
