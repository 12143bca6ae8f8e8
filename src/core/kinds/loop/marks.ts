// The places in a loop's template where texts go; `{input}` is that of every template.
export const contentMark = '{content}';
export const feedbackMark = '{feedback}';
