/** A provider answered with success, but not with what its API promises; the message says with what. */
export class MalformedReply extends Error {
  override name = 'MalformedReply';
}
