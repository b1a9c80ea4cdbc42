import { Component } from '@angular/core';
import { Field } from '../field';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-signup',
  imports: [Field],
  host: { style: 'display: contents' },
  template: `
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Sign up</h1>
      <p class="lead">Every berth is taken, so this form is closed for now.</p>
      <form class="form" method="post" action="/signup">
        <fieldset class="fieldset" disabled>
          <div blogField="display-name" [label]="'Display name'" [type]="'text'" [autocomplete]="'name'"></div>
          <div blogField="username" [label]="'Username'" [type]="'text'" [autocomplete]="'username'"></div>
          <div blogField="password" [label]="'Password'" [type]="'password'" [autocomplete]="'new-password'"></div>
          <button class="button button-primary" type="submit">Sign up</button>
        </fieldset>
      </form>
      <p class="form-note"><a class="text-link" href="/login">Log in</a></p>
    </main>`,
})
export class SignupPage {
  constructor() {
    setPageMeta('Sign up');
  }
}
