import { useEffect, useState } from 'react';

/** The value once it has stood still for so long: what is asked of the server while somebody types. */
export function usePause<T>(value: T, ms = 300): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return still;
}
