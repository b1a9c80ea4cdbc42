/** vegeta on another machine, over a conversation with the program there. Records come back once it has ended. */
import type { Returned, VegetaPlace } from '../load/vegeta/vegeta-place.ts';
import type { Asker } from './conversation.ts';
import type { Questions, ToldReturned } from './questions.ts';

export const vegetaThere =
  (there: Pick<Asker<Questions>, 'ask'>): VegetaPlace =>
  async ({ target: { address, port, request }, ...attack }) => {
    await there.ask('prepareVegeta', { ...attack, target: { address, port, request } });
    return {
      send: async (signal) => heardReturned(await there.ask('sendVegeta', null, { signal })),
      async [Symbol.asyncDispose]() {
        // Without a connection, the program there ends it by itself.
        await there.ask('endVegeta', null).catch(() => undefined);
      },
    };
  };

export const toldReturned = ({ lost, requests }: Returned): ToldReturned => ({
  lost,
  requests: {
    ...requests,
    takenUpNs: inBase64(requests.takenUpNs),
    latencyNs: inBase64(requests.latencyNs),
    kind: inBase64(requests.kind),
  },
});

export const heardReturned = ({ lost, requests }: ToldReturned): Returned => ({
  lost,
  requests: {
    ...requests,
    takenUpNs: new Float64Array(fromBase64(requests.takenUpNs)),
    latencyNs: new Float64Array(fromBase64(requests.latencyNs)),
    kind: new Uint16Array(fromBase64(requests.kind)),
  },
});

const inBase64 = ({ buffer, byteOffset, byteLength }: Float64Array | Uint16Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** Bytes of their own: those of a Buffer may begin at any place. */
const fromBase64 = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer;
