export default defineEventHandler(({ context }) => context['blog'].allPosts());
