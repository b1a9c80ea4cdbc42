import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Field } from '../components/field';
import { pageMeta } from '../page-meta';

export const meta: MetaFunction = () => pageMeta('Log in');

export const loader = ({ context }: LoaderFunctionArgs) =>
  data({ failed: context.signInFailed }, { status: context.signInFailed ? 401 : 200 });

export default function LogIn() {
  const { failed } = useLoaderData<typeof loader>();
  return (
    <main className="main main-narrow" id="main">
      <h1 className="page-title">Log in</h1>
      {failed && (
        <p className="form-error" role="alert">
          This username and password do not belong together.
        </p>
      )}
      <form className="form" method="post" action="/login">
        <Field name="username" label="Username" type="text" autoComplete="username" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
        <button className="button button-primary" type="submit">
          Log in
        </button>
      </form>
      <p className="form-note">
        <Link className="text-link" to="/signup" discover="none">
          Sign up
        </Link>
      </p>
    </main>
  );
}
