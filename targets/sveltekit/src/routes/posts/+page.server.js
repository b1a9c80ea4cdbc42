export const load = ({ locals }) => ({ posts: locals.blog.allPosts() });
