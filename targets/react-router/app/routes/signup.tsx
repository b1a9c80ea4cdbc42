import { Link } from 'react-router';
import { Field } from '../components/field';
import { pageMeta } from '../page-meta';
import type { Route } from './+types/signup';

export const meta: Route.MetaFunction = () => pageMeta('Sign up');

export default function SignUp() {
  return (
    <main className="main main-narrow" id="main">
      <h1 className="page-title">Sign up</h1>
      <p className="lead">Every berth is taken, so this form is closed for now.</p>
      <form className="form" method="post" action="/signup">
        <fieldset className="fieldset" disabled>
          <Field name="display-name" label="Display name" type="text" autoComplete="name" />
          <Field name="username" label="Username" type="text" autoComplete="username" />
          <Field name="password" label="Password" type="password" autoComplete="new-password" />
          <button className="button button-primary" type="submit">
            Sign up
          </button>
        </fieldset>
      </form>
      <p className="form-note">
        <Link className="text-link" to="/login">
          Log in
        </Link>
      </p>
    </main>
  );
}
