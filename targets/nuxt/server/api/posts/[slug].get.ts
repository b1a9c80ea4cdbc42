export default defineEventHandler(
  (event) => event.context['blog'].post(getRouterParam(event, 'slug')) ?? null,
);
