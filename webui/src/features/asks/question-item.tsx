import { clsx } from 'clsx';
import { useId } from 'react';
import type { QuestionItem as Item } from '@/shared/protocol/ask';
import type { Choice, ChoiceEvent } from './answers';

interface QuestionItemProps {
  item: Item;
  choice: Choice;
  disabled: boolean;
  onChange: (event: ChoiceEvent) => void;
}

interface OptionRowProps {
  type: 'radio' | 'checkbox';
  name: string;
  label: string;
  description: string;
  checked: boolean;
  disabled: boolean;
  onChange: () => void;
}

function OptionRow({ type, name, label, description, checked, disabled, onChange }: OptionRowProps) {
  return (
    <label
      className={clsx(
        'flex min-h-row cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 transition-colors duration-100',
        checked ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <input
        type={type}
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChange}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block">{label}</span>
        {description !== '' && <span className="block text-muted">{description}</span>}
      </span>
    </label>
  );
}

export function QuestionItem({ item, choice, disabled, onChange }: QuestionItemProps) {
  const name = useId();
  const type = item.multiSelect ? 'checkbox' : 'radio';
  const preview = item.options.find((option) => choice.labels.includes(option.label))?.preview;
  return (
    <fieldset data-testid="question-item" data-item-id={item.id}>
      <legend className="mb-1.5">
        {item.header !== '' && <span className="mr-2 text-small text-muted">{item.header}</span>}
        <span className="font-medium">{item.text}</span>
        {item.multiSelect && <span className="text-muted"> (several)</span>}
      </legend>
      {item.options.map((option) => (
        <OptionRow
          key={option.label}
          type={type}
          name={name}
          label={option.label}
          description={option.description}
          checked={choice.labels.includes(option.label)}
          disabled={disabled}
          onChange={() => onChange({ type: 'toggle', item, label: option.label })}
        />
      ))}
      {preview !== undefined && (
        <pre aria-label="Preview" className="code-block my-1.5 max-h-64 overflow-auto whitespace-pre">
          {preview}
        </pre>
      )}
      {item.freeText && item.options.length > 0 && (
        <OptionRow
          type={type}
          name={name}
          label="In own words"
          description=""
          checked={choice.usesOwnWords}
          disabled={disabled}
          onChange={() => onChange({ type: 'toggleOwnWords', item })}
        />
      )}
      {item.freeText && (choice.usesOwnWords || item.options.length === 0) && (
        <textarea
          aria-label={`Own words: ${item.text}`}
          data-testid="question-own-words"
          value={choice.ownWords}
          disabled={disabled}
          rows={2}
          onChange={(event) => onChange({ type: 'write', item, text: event.target.value })}
          className="field mt-1 resize-none"
        />
      )}
    </fieldset>
  );
}
