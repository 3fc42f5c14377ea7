import { texts, useText } from '../i18n/language.ts';

const text = texts(
  {
    stale: '在您填写期间，内容已被他人更改',
    staleSame: '内容已被他人重新保存，但没有不同。再次保存即可。',
    staleNext: '您填写的内容仍在。再次保存，将以您填写的为准。',
    takeTheirs: '改用现在的内容',
    saved: '已保存',
    once: '只显示这一次。请现在抄下或复制，并当面或用别的途径交给本人。',
    copy: '复制',
    copied: '已复制',
    copyFailed: '浏览器不允许复制，请选中后按 Ctrl+C。',
    done: '已抄下，关闭',
    cancel: '取消',
  },
  {
    stale: 'Somebody changed this while you were writing',
    staleSame: 'Somebody saved it again, without a difference. Save once more.',
    staleNext: 'What you wrote is still here. Saving again puts yours in place of it.',
    takeTheirs: 'Take what stands there now',
    saved: 'Saved',
    once: 'Shown this once only. Write it down or copy it now, and hand it over in person or by another way.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'The browser does not let us copy. Select it and press Ctrl+C.',
    done: 'Noted, close',
    cancel: 'Cancel',
  },
);

/** The words of forms that change a record, of questions before a deed, and of secrets shown once. */
export function useChangeText() {
  return useText(text);
}
