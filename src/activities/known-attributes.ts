import { getClient } from '@temporalio/activity';
import { waitingAttribute } from '../core/search-attributes.ts';

export interface AttributeActivities {
  /** Whether the cluster knows the search attribute of open questions. */
  knowsWaiting(): Promise<boolean>;
}

/** Who may not ask the cluster, or is not answered, does without. */
export const attributeActivities: AttributeActivities = {
  async knowsWaiting() {
    try {
      const { connection, options } = getClient();
      const { namespace } = options;
      const known = await connection.operatorService.listSearchAttributes({ namespace });
      return waitingAttribute.name in (known.customAttributes ?? {});
    } catch {
      return false;
    }
  },
};
