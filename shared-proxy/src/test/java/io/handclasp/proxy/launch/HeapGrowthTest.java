package io.handclasp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {
  private static final long MB = 1L << 20;

  private final AtomicLong size = new AtomicLong(12 * MB);
  private final AtomicInteger collections = new AtomicInteger();

  @Test
  void aSmallHeapMayGrow() {
    HeapGrowth growth = new HeapGrowth(size::get, collections::incrementAndGet);
    size.addAndGet(HeapGrowth.LEAST - 1);
    growth.run();
    assertThat(collections).hasValue(0);
    size.incrementAndGet();
    growth.run();
    assertThat(collections).hasValue(1);
  }

  @Test
  void whatALoadNeedsIsNotCollectedAgain() {
    HeapGrowth growth =
        new HeapGrowth(
            size::get,
            () -> {
              collections.incrementAndGet();
              size.set(100 * MB);
            });
    size.set(160 * MB);
    growth.run();
    growth.run();
    size.set(200 * MB - 1);
    growth.run();
    assertThat(collections).hasValue(1);
    size.set(200 * MB);
    growth.run();
    assertThat(collections).hasValue(2);
  }
}
