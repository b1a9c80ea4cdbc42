import { Component, input } from '@angular/core';

@Component({
  selector: 'div[blogField]',
  host: { class: 'field' },
  template: `
    <label class="label" [attr.for]="blogField()">{{ label() }}</label>
    <input class="input" [id]="blogField()" [attr.name]="blogField()" [attr.type]="type()" [attr.autocomplete]="autocomplete()" required />`,
})
export class Field {
  /** Name and id of the input. */
  readonly blogField = input.required<string>();
  readonly label = input.required<string>();
  readonly type = input.required<string>();
  readonly autocomplete = input.required<string>();
}
