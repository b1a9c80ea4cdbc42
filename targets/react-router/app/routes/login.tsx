import { data, Link } from 'react-router';
import { Field } from '../components/field';
import { signInFailed } from '../context';
import { pageMeta } from '../page-meta';
import type { Route } from './+types/login';

export const meta: Route.MetaFunction = () => pageMeta('Log in');

export const loader = ({ context }: Route.LoaderArgs) => {
  const failed = context.get(signInFailed);
  return data({ failed }, { status: failed ? 401 : 200 });
};

export default function LogIn({ loaderData: { failed } }: Route.ComponentProps) {
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
        <Link className="text-link" to="/signup">
          Sign up
        </Link>
      </p>
    </main>
  );
}
