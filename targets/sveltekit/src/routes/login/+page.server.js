/** The server in front answers the form; where the password was wrong it asks for this page to say so. */
export const load = ({ locals }) => ({ failed: locals.signInFailed });
