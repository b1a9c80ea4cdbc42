import { blog } from '$lib/server/blog.js';

export const load = () => ({ posts: blog.newestPosts() });
