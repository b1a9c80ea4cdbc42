import { Field } from '~/components/Field';
import { PageMeta } from '~/components/PageMeta';

export default function SignupPage() {
  return (
    <>
      <PageMeta heading="Sign up" />
      <main class="main main-narrow" id="main">
        <h1 class="page-title">Sign up</h1>
        <p class="lead">Every berth is taken, so this form is closed for now.</p>
        <form class="form" method="post" action="/signup">
          <fieldset class="fieldset" disabled>
            <Field name="display-name" label="Display name" type="text" autocomplete="name" />
            <Field name="username" label="Username" type="text" autocomplete="username" />
            <Field name="password" label="Password" type="password" autocomplete="new-password" />
            <button class="button button-primary" type="submit">
              Sign up
            </button>
          </fieldset>
        </form>
        <p class="form-note">
          <a class="text-link" href="/login">
            Log in
          </a>
        </p>
      </main>
    </>
  );
}
