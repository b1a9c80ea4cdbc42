import { openBlog } from '../../shared-node/database.js';

/** One connection for the life of the process, for the pages and for the forms. */
export const blog = openBlog(process.env['BLOG_DB']);
