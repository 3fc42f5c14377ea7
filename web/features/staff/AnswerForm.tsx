import { type FormEvent, useId, useRef, useState } from 'react';
import { answerWords } from '../../../server/modules/staff/lifecycle.ts';
import { useText, useWords } from '../../i18n/language.ts';
import '../../kit/form.css';
import { ApiProblem, newKey } from '../../request.ts';
import type { Answers } from './queries.ts';
import { staffText } from './text.ts';

interface AnswerFormProps {
  question: string;
  /** Sends the answer; what it is refused for is shown, and nothing that was chosen is lost. */
  send: (answers: Answers, key: string) => Promise<unknown>;
  onDone: () => void;
}

/** 答卷 — one question, nothing chosen before, large enough for a finger; the remark need not be made. */
export function AnswerForm({ question, send, onDone }: AnswerFormProps) {
  const t = useText(staffText);
  const words = useWords();
  const id = useId();
  const [answer, setAnswer] = useState<Answers['answer']>();
  const [remark, setRemark] = useState('');
  const [fault, setFault] = useState('');
  const [sending, setSending] = useState(false);
  const key = useRef(newKey());
  const first = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (sending) return;
    if (!answer) {
      setFault(t.chooseOne);
      first.current?.focus();
      return;
    }
    setSending(true);
    setFault('');
    try {
      await send({ answer, remark: remark.trim() }, key.current);
      onDone();
    } catch (error) {
      setFault(error instanceof ApiProblem ? [error.detail, error.right].filter(Boolean).join(' ') : t.sendFailed);
    } finally {
      setSending(false);
    }
  }

  return (
    <form className="answer-form" noValidate onSubmit={(event) => void submit(event)}>
      <fieldset aria-describedby={fault ? `${id}-fault` : undefined}>
        <legend>{question}</legend>
        {Object.entries(answerWords).map(([value, label], i) => (
          <label key={value} className="answer-choice">
            <input
              ref={i === 0 ? first : undefined}
              type="radio"
              name={id}
              checked={answer === value}
              onChange={() => setAnswer(value as Answers['answer'])}
            />
            {words(label)}
          </label>
        ))}
      </fieldset>
      <label className="answer-remark">
        {t.remark} <span className="muted small">{t.remarkNote}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={500}
          value={remark}
          onChange={(e) => setRemark(e.target.value)}
        />
      </label>
      {fault && (
        <p id={`${id}-fault`} className="form-fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="button primary answer-send" aria-disabled={sending || undefined}>
        {t.submit}
      </button>
      <p className="muted small">{t.anonymous}</p>
    </form>
  );
}
