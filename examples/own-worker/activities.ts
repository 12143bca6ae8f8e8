export const activities = {
  findOrder: (order: string): Promise<string> => Promise.resolve(`${order}, sent on Monday`),
};
