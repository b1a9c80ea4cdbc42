import { error } from '@sveltejs/kit';
import { blog } from '$lib/server/blog.js';

export function load({ params }) {
  const post = blog.post(params.slug);
  if (post === undefined) error(404);
  return { post };
}
