import { answerLogIn, answerLogOut, answerTheme } from '#blog/forms.js';

/** For the variant `stock`; a server of ours has answered the forms before. */
export default defineEventHandler(async (event) => {
  if (event.method !== 'POST') return;
  const fields = new URLSearchParams((await readRawBody(event)) ?? '');
  const answer = await answerOf(event.path, fields, event.context['blog']);
  if (answer === undefined) return;
  // A wrong password is answered with the page of the form.
  if (answer === null) event.context['signInFailed'] = true;
  else return new Response(answer.body, answer);
});

const answerOf = (path: string, fields: URLSearchParams, blog: Parameters<typeof answerLogIn>[1]) => {
  if (path === '/theme') return answerTheme(fields);
  if (path === '/login') return answerLogIn(fields, blog);
  return path === '/logout' ? answerLogOut() : undefined;
};
