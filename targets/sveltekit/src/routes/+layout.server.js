import { env } from '$env/dynamic/private';

/** The variant `ssr` sends the same pages without the scripts that make them come alive. */
export const csr = env.HYDRATE !== 'no';

export const load = ({ locals }) => ({ visitor: locals.visitor });
