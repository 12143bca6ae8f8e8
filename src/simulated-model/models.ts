/** The body of `GET /v1/models`: one list with the fields of both OpenAI's and Anthropic's. */
export function modelList(): unknown {
  const id = 'simulated';
  const model = {
    id,
    object: 'model',
    type: 'model',
    created: 0,
    created_at: '1970-01-01T00:00:00Z',
    owned_by: 'model-server',
    display_name: 'Simulated',
  };
  return { object: 'list', data: [model], has_more: false, first_id: id, last_id: id };
}
