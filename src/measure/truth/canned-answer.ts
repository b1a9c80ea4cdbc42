/** The body of every answer: a page of this length, at least that of its markup. */
export function truthPage(bytes: number): Buffer {
  const [head, tail] = ['<!doctype html><title>truth</title><p>', '</html>'];
  return Buffer.from(`${head}${'.'.repeat(Math.max(0, bytes - head.length - tail.length))}${tail}`);
}

/** The whole answer as bytes. */
export function cannedAnswer(bodyBytes: number): Buffer {
  const body = truthPage(bodyBytes);
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
