/** The variant `ssr` is built without the scripts that bring a page to life. */
export const csr = __HYDRATED__;
