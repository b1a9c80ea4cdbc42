import { error } from '@sveltejs/kit';

export function load({ locals, params }) {
  const post = locals.blog.post(params.slug);
  if (post === undefined) error(404);
  return { post };
}
