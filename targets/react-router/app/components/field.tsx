interface FieldProps {
  name: string;
  label: string;
  type: 'text' | 'password';
  autoComplete: string;
}

/** A labelled line of a form. */
export function Field({ name, label, type, autoComplete }: FieldProps) {
  return (
    <div className="field">
      <label className="label" htmlFor={name}>
        {label}
      </label>
      <input className="input" id={name} name={name} type={type} autoComplete={autoComplete} required />
    </div>
  );
}
