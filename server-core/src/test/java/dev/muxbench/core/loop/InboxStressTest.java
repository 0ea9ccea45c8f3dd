package dev.muxbench.core.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A loop goes to sleep while a publisher puts an entry in: it opens the entry, or it sleeps and is woken. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "asleep for ever: the entry was neither opened nor announced")
@Outcome(expect = Expect.ACCEPTABLE, desc = "opened, or woken, or both")
@State
public class InboxStressTest {
    private int wakeUps;
    private int opened;
    private final Inbox inbox = new Inbox(() -> wakeUps = 1);
    private final Inbox.Entry entry = new Inbox.Entry() {
        @Override
        protected void open() {
            opened = 1;
        }
    };

    @Actor
    public void publisher() {
        inbox.put(entry);
    }

    @Actor
    public void loop() {
        inbox.openAll();
        if (!inbox.prepareToSleep()) {
            inbox.openAll();
        }
    }

    @Arbiter
    public void result(II_Result result) {
        result.r1 = wakeUps;
        result.r2 = opened;
    }
}
