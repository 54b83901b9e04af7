package io.closedloop.lead.columnstore;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/** The column store's own transactions, as Axon begins and ends them. */
final class StoreTransactions implements TransactionManager {
    private final ColumnStore store;

    StoreTransactions(ColumnStore store) {
        this.store = store;
    }

    @Override
    public Transaction startTransaction() {
        store.begin();
        return new Open(store);
    }

    /** Axon rolls a transaction back whose commit failed; the store has done so by then. */
    private static final class Open implements Transaction {
        private final ColumnStore store;
        private boolean ended;

        Open(ColumnStore store) {
            this.store = store;
        }

        @Override
        public void commit() {
            if (!ended) {
                ended = true;
                store.commit();
            }
        }

        @Override
        public void rollback() {
            if (!ended) {
                ended = true;
                store.rollback();
            }
        }
    }
}
