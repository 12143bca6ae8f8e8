import { useEffect, useState } from 'preact/hooks';

/** Whether the page goes along with what is said last. */
export function FollowButton({ version }: { version: number }) {
  const [following, follow] = useState(false);
  useEffect(() => {
    if (following) scrollTo(0, document.documentElement.scrollHeight);
  }, [following, version]);
  return (
    <button
      type="button"
      class="button small follow"
      aria-pressed={following}
      onClick={() => follow(!following)}
    >
      ↓ Follow
    </button>
  );
}
