import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { AnswersWanted } from '../../activities/lists/gather-answers.ts';
import type { ListActivities, NewList } from '../../activities/lists/list-work.ts';
import type { ListOwner } from '../../activities/store/lists.ts';
import type { Text } from '../../core/content.ts';
import type {
  ItemsPage,
  ItemsWanted,
  OpenItem,
  SettledItem,
  StoredList,
} from '../../core/list-items.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import { lists, local, store } from './activity-options.ts';

const listActivities = proxyActivities<ListActivities>(lists);
const localActivities = proxyLocalActivities<ListActivities>(local);

/** What is done with lists in the store: by whoever takes it where it may be long, else in this worker. */
export const listEffects = {
  /** Stores a list. */
  storeList: (given: NewList): Promise<StoredList> =>
    listActivities.storeList.executeWithOptions(
      { ...lists, taskQueue: workflowInfo().taskQueue, summary: webUi.storingList },
      [given],
    ),

  /** Stores the list of an earlier step once more, for what failed there; `null`: it had none. */
  copyList: (given: ListOwner & { earlier: string }): Promise<StoredList | null> =>
    listActivities.copyList.executeWithOptions(
      { ...lists, taskQueue: workflowInfo().taskQueue, summary: webUi.storingList },
      [given],
    ),

  /** Where the parts of a list begin and end that have so many items to be done each. */
  partsOf: (list: string, length: number): Promise<[number, number][]> =>
    localActivities.partsOf.executeWithOptions({ ...local, summary: webUi.readingItems }, [
      { list, length },
    ]),

  /** The items of a part of a list that are to be done. */
  openItems: (list: string, from: number, to: number): Promise<OpenItem[]> =>
    localActivities.openItems.executeWithOptions({ ...local, summary: webUi.readingItems }, [
      { list, from, to },
    ]),

  /** Writes down what came of items. */
  settleItems: (list: string, items: readonly SettledItem[]): Promise<void> =>
    localActivities.settleItems.executeWithOptions({ ...local, summary: webUi.settlingItems }, [
      { list, items: [...items] },
    ]),

  /** What the items of a list have given, as texts for another step to read. */
  gatherAnswers: (wanted: AnswersWanted): Promise<Text[]> =>
    listActivities.gatherAnswers.executeWithOptions(
      { ...lists, taskQueue: workflowInfo().taskQueue, summary: webUi.gatheringAnswers },
      [wanted],
    ),

  /** A page of the items of a step. */
  readItems: (wanted: ItemsWanted): Promise<ItemsPage> =>
    listActivities.readItems.executeWithOptions({ ...store, taskQueue: workflowInfo().taskQueue }, [
      wanted,
    ]),
};
