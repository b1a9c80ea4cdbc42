import { Component, inject, RESPONSE_INIT } from '@angular/core';
import { transferred } from '../asked';
import { Field } from '../field';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-login',
  imports: [Field],
  host: { style: 'display: contents' },
  template: `
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Log in</h1>
      @if (failed) {
        <p class="form-error" role="alert">This username and password do not belong together.</p>
      }
      <form class="form" method="post" action="/login">
        <div blogField="username" [label]="'Username'" [type]="'text'" [autocomplete]="'username'"></div>
        <div blogField="password" [label]="'Password'" [type]="'password'" [autocomplete]="'current-password'"></div>
        <button class="button button-primary" type="submit">Log in</button>
      </form>
      <p class="form-note"><a class="text-link" href="/signup">Sign up</a></p>
    </main>`,
})
export class LoginPage {
  /** This page answers a form that was sent with a wrong password. */
  readonly failed = transferred('sign-in failed', ({ signInFailed }) => signInFailed, false);

  constructor() {
    setPageMeta('Log in');
    const response = inject(RESPONSE_INIT, { optional: true });
    if (response && this.failed) response.status = 401;
  }
}
