export default defineEventHandler(({ context }) => context['blog'].newestPosts());
