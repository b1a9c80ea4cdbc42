/** Every other address. A route of its own, so that the root's loader runs and the error page knows its visitor. */
export const loader = () => {
  throw new Response(null, { status: 404 });
};

export default function NotFound() {
  return null;
}
