import { createAsync } from '@solidjs/router';
import { Show } from 'solid-js';
import { Field } from '~/components/Field';
import { PageMeta } from '~/components/PageMeta';
import { getSignInFailed } from '~/lib/blog';

export default function LoginPage() {
  const failed = createAsync(() => getSignInFailed());
  return (
    <>
      <PageMeta heading="Log in" />
      <main class="main main-narrow" id="main">
        <h1 class="page-title">Log in</h1>
        <Show when={failed()}>
          <p class="form-error" role="alert">
            This username and password do not belong together.
          </p>
        </Show>
        <form class="form" method="post" action="/login">
          <Field name="username" label="Username" type="text" autocomplete="username" />
          <Field name="password" label="Password" type="password" autocomplete="current-password" />
          <button class="button button-primary" type="submit">
            Log in
          </button>
        </form>
        <p class="form-note">
          <a class="text-link" href="/signup">
            Sign up
          </a>
        </p>
      </main>
    </>
  );
}
