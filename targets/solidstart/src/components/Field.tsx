export const Field = (props: { name: string; label: string; type: string; autocomplete: string }) => (
  <div class="field">
    <label class="label" for={props.name}>
      {props.label}
    </label>
    <input
      class="input"
      id={props.name}
      name={props.name}
      type={props.type}
      autocomplete={props.autocomplete}
      required
    />
  </div>
);
