/** The unit grid as an ornament: cells of a plain, a river, a few cases being handled. Not a place. */
const COLUMNS = 14;
const ROWS = 18;
const STEP = 56;

/** A fixed scatter, so that the picture never changes. */
function scatter(column: number, row: number): number {
  return ((column * 7919 + row * 104729 + column * row * 31) % 97) / 97;
}

function cornerAt(column: number, row: number): [number, number] {
  return [column * STEP + (scatter(column, row) - 0.5) * 16, row * STEP + (scatter(row + 3, column) - 0.5) * 16];
}

export function CityGrid() {
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, index) => {
    const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)];
    const corners = [
      cornerAt(column, row),
      cornerAt(column + 1, row),
      cornerAt(column + 1, row + 1),
      cornerAt(column, row + 1),
    ];
    const light = scatter(column + 1, row + 2);
    return { key: index, points: corners.map((corner) => corner.join(',')).join(' '), light };
  });
  const dots = cells.filter((cell) => cell.light > 0.9);
  return (
    <svg
      className="sign-in-grid"
      viewBox={`0 0 ${COLUMNS * STEP} ${ROWS * STEP}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      {cells.map((cell) => (
        <polygon
          key={cell.key}
          points={cell.points}
          fill="#5cb0ff"
          fillOpacity={cell.light > 0.72 ? (cell.light - 0.66) * 0.42 : 0}
          stroke="#8fc1ff"
          strokeOpacity={0.13}
        />
      ))}
      <path
        d={`M-20 ${ROWS * STEP * 0.7}C180 ${ROWS * STEP * 0.58} 260 ${ROWS * STEP * 0.42} 420 ${ROWS * STEP * 0.4}S680 ${ROWS * STEP * 0.2} ${COLUMNS * STEP + 20} ${ROWS * STEP * 0.14}`}
        fill="none"
        stroke="#5cb0ff"
        strokeOpacity={0.16}
        strokeWidth={34}
      />
      {dots.map((cell, index) => {
        const [x = 0, y = 0] = (cell.points.split(' ')[0] ?? '').split(',').map(Number);
        return (
          <circle
            key={cell.key}
            cx={x + STEP / 2}
            cy={y + STEP / 2}
            r={4}
            fill={index % 6 === 3 ? '#ffb020' : '#8fc1ff'}
            fillOpacity={0.9}
          />
        );
      })}
    </svg>
  );
}
