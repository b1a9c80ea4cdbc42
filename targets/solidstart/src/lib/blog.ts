import { query } from '@solidjs/router';
import { getRequestEvent } from 'solid-js/web';
import type { Blog, Visitor } from '#blog/database.js';

const locals = () => getRequestEvent()?.locals as { blog: Blog; visitor: Visitor; signInFailed: boolean };

export const getVisitor = query(async () => {
  'use server';
  return locals().visitor;
}, 'visitor');

export const getNewestPosts = query(async () => {
  'use server';
  return locals().blog.newestPosts();
}, 'newest posts');

export const getAllPosts = query(async () => {
  'use server';
  return locals().blog.allPosts();
}, 'all posts');

export const getPost = query(async (slug: string) => {
  'use server';
  return locals().blog.post(slug) ?? null;
}, 'post');

/** Whether this page answers a form that was sent with a wrong password. */
export const getSignInFailed = query(async () => {
  'use server';
  return locals().signInFailed;
}, 'sign-in failed');
