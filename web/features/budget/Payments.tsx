import { useState } from 'react';
import { formOf } from '../../../server/kernel/lifecycle.ts';
import { paymentLifecycle } from '../../../server/modules/budget/lifecycle.ts';
import { bookedOf } from '../../../server/modules/budget/payments.ts';
import { keyOf, leftOf } from '../../../server/modules/budget/rules.ts';
import { useText, useWords } from '../../i18n/language.ts';
import { Icon } from '../../kit/Icon.tsx';
import { MoneyField } from '../../kit/MoneyField.tsx';
import { moneyColumn, showMoney } from '../../kit/moneyText.ts';
import { Section } from '../../kit/Page.tsx';
import { OneOf } from '../../kit/pickWidgets.tsx';
import { RecordActions } from '../../kit/RecordActions.tsx';
import { SchemaForm } from '../../kit/SchemaForm.tsx';
import { Scroll } from '../../kit/Scroll.tsx';
import type { JsonSchema } from '../../kit/schemaFields.ts';
import { toast } from '../../kit/Toast.tsx';
import { mayOpen, useMe } from '../../session.ts';
import { actOnPayment, type Budget, type Execution, type Payment, pay, refreshBudget, useCodes } from './queries.ts';
import { budgetText } from './text.ts';

const MOST = 200;

/** 支付 — what was paid, the latest first; one is booked here, and one that was wrong is reversed. */
export function Payments({ budget, execution }: { budget: Budget; execution: Execution }) {
  const t = useText(budgetText);
  const [booking, setBooking] = useState(false);
  const [open, setOpen] = useState<string>();
  const may = mayOpen(useMe(), 'budget.pay') && budget.state === 'approved';
  const payments = execution.payments.toSorted((a, b) => (a.on < b.on ? 1 : -1));
  const listed = payments.slice(0, MOST);
  const inColumn = moneyColumn(listed.map(({ fen }) => fen));
  return (
    <Section
      title={t.payments}
      note={payments.length > MOST ? `${t.unit} · ${t.latest(MOST, payments.length)}` : t.unit}
      actions={
        may && (
          <button type="button" className="button primary" aria-expanded={booking} onClick={() => setBooking(!booking)}>
            <Icon name="plus" size={14} />
            {t.book}
          </button>
        )
      }
    >
      {booking && <Booking budget={budget} execution={execution} close={() => setBooking(false)} />}
      {payments.length === 0 && <p className="muted">{t.noPayments}</p>}
      {payments.length > 0 && (
        <Scroll tall label={t.payments}>
          <table className="plain-table">
            <thead>
              <tr>
                <th>{t.day}</th>
                <th>{t.voucher}</th>
                <th>{t.code}</th>
                <th>{t.purpose}</th>
                <th className="number">{t.amount}</th>
              </tr>
            </thead>
            <tbody>
              {listed.map((one) => (
                <PaymentRow
                  key={one.id}
                  budget={budget}
                  payment={one}
                  amount={inColumn(one.fen)}
                  open={open === one.id}
                  turn={() => setOpen(open === one.id ? undefined : one.id)}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Section>
  );
}

interface PaymentRowProps {
  budget: Budget;
  payment: Payment;
  amount: string;
  open: boolean;
  turn: () => void;
}

function PaymentRow({ budget, payment, amount, open, turn }: PaymentRowProps) {
  const t = useText(budgetText);
  const { nameOf } = useCodes(budget.year);
  const { on, voucher, line, purpose, reversedOn, overrule, may } = payment;
  return (
    <>
      <tr>
        <td className="nowrap">{on}</td>
        <td className="nowrap">
          {may.length > 0 ? (
            <button type="button" className="link" aria-expanded={open} onClick={turn}>
              {voucher}
            </button>
          ) : (
            voucher
          )}
        </td>
        <td>
          <span className="muted">{line.economicCode}</span> {nameOf(line.economicCode)}
        </td>
        <td>
          {purpose} {reversedOn && <span className="tag overdue">{`${t.reversed} ${reversedOn}`}</span>}
          {overrule && <p className="muted small">{overrule}</p>}
        </td>
        <td className="number nowrap">{amount}</td>
      </tr>
      {open && may.length > 0 && (
        <tr>
          <td colSpan={5}>
            <RecordActions
              of={payment.id}
              may={may}
              act={(action, answers, key) => actOnPayment(payment, action, answers, key)}
              refresh={refreshBudget}
            />
          </td>
        </tr>
      )}
    </>
  );
}

function Booking({ budget, execution, close }: { budget: Budget; execution: Execution; close: () => void }) {
  const t = useText(budgetText);
  const words = useWords();
  const { nameOf } = useCodes(budget.year);
  const booked = bookedOf(execution.payments as unknown as Parameters<typeof bookedOf>[0]);
  const projectName = (code: string | null) => budget.projects.find((one) => one.code === code)?.nameZh;
  const options = budget.lines.map((line) => ({
    value: keyOf(line),
    label: [
      `${line.economicCode} ${nameOf(line.economicCode)}`,
      projectName(line.projectCode) ??
        (line.role === 'public' ? t.public : line.role === 'personnel' ? t.personnel : ''),
      t.left(showMoney(leftOf(budget.lines, booked, line)) || '0.00'),
    ]
      .filter(Boolean)
      .join(' · '),
  }));
  const asks = formOf(paymentLifecycle.openings.pay) as JsonSchema;
  const { budgetId: _, line: __, fen, ...rest } = asks.properties ?? {};
  const schema: JsonSchema = {
    ...asks,
    properties: {
      line: { type: 'string', widget: 'line', label: { zh: '预算科目', en: 'Line' } },
      fen: { ...fen, widget: 'money', label: { zh: '金额', en: 'Amount' } },
      ...rest,
    },
  };
  const { label } = paymentLifecycle.openings.pay;
  return (
    <section className="actions-form" aria-label={words(label)}>
      <h3>{words(label)}</h3>
      <SchemaForm
        schema={schema}
        widgets={{ line: (props) => <OneOf {...props} options={options} />, money: MoneyField }}
        known={{ on: execution.cutoff }}
        submitLabel={words(label)}
        autoFocus
        onCancel={close}
        onSubmit={async ({ line, ...answers }, key) => {
          const found = budget.lines.find((one) => keyOf(one) === line);
          if (!found) return;
          const { fen: _planned, ...own } = found;
          await pay({ ...answers, budgetId: budget.id, line: own }, key);
          toast(words(label), { look: 'done' });
          close();
        }}
      />
    </section>
  );
}
