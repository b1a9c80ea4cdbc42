/** What to look at where a server answers with a status that is no success; a sentence, or null where nothing is known. */
export function statusHint(status: number): string | null {
  if (status === 304)
    return 'Does a header of "measure" ask for changes only, like If-None-Match? Leave it out.';
  if (status >= 300 && status < 400) return 'Redirects are not followed: measure the page itself.';
  return hints.get(status) ?? null;
}

const hints: ReadonlyMap<number, string> = new Map([
  [400, 'Is the request what it expects: path, Host and other headers, body?'],
  [401, 'Does it want a header, like Authorization or Cookie? Name it in "headers" of "measure".'],
  [
    403,
    'Does it want a cookie, a token, an Origin, a User-Agent or another Host? Name it in "headers" of "measure"; {origin} is filled in.',
  ],
  [404, 'Is the path right? Name it in "path" of "measure".'],
  [405, 'Is the method right? Name it in "method" of "measure".'],
  [406, 'Which kind of answer does it give? Name it as Accept in "headers" of "measure".'],
  [407, 'Is it a proxy that wants a Proxy-Authorization? Measure what is behind it.'],
  [410, 'Is the path right? Name it in "path" of "measure".'],
  [411, 'Does it want a body? Name one in "body" of "measure".'],
  [413, 'Its limit for bodies is lower than what "body" of "measure" has.'],
  [414, 'Its limit for addresses is lower than what "path" of "measure" has.'],
  [415, 'Which kind of body does it take? Name it as Content-Type in "headers" of "measure".'],
  [422, 'Is the body what it expects? Name it in "body" of "measure", and its kind as Content-Type.'],
  [421, 'Does it serve other hosts only? Name one as Host in "headers" of "measure".'],
  [426, 'Does it want another protocol? bench measures HTTP/1.1.'],
  [429, 'Is there a rate limiter? Turn it off for the measurement.'],
  [503, 'Does it limit its clients, or does it want longer to start? See its log.'],
  [431, 'Its limit for headers is lower than what "headers" of "measure" has.'],
]);
