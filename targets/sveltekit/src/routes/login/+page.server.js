export const load = ({ locals }) => ({ failed: locals.signInFailed });
