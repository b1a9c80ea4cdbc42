import { createContext } from 'react-router';

/** After a POST with a wrong password, which the page of GET /login answers. */
export const signInFailed = createContext(false);
