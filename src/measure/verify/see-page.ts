/** The measured page as a running server gives it: what every answer under load is compared with. */
import type { MeasuredRequest } from '../../model/target.ts';
import type { RunningServer } from '../seams.ts';
import { fetchPage } from '../server/fetch-page.ts';
import type { SeenPage } from '../surroundings.ts';

/**
 * @param exact whether every answer has to be this page byte for byte, as under a contract; else only what the
 *   request expects has to be in it
 * @throws Error where the server does not answer
 */
export async function seePage(
  server: Pick<RunningServer, 'address' | 'port'>,
  request: MeasuredRequest,
  exact: boolean,
  signal: AbortSignal,
): Promise<SeenPage> {
  const { headers, body } = await fetchPage(server, request, signal);
  const headerBytes = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`),
    'HTTP/1.1 200 OK\r\n\r\n'.length,
  );
  return {
    page: { bytes: body.length, headerBytes, headers },
    expected: { body: exact ? body : null, text: request.expect },
  };
}
