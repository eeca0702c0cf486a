package io.handclasp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {
  private static final long MB = 1L << 20;

  private final AtomicLong size = new AtomicLong(12 * MB);
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger collections = new AtomicInteger();

  @Test
  void theFirstGrowthIsCollectedOnce() {
    HeapGrowth growth =
        new HeapGrowth(size::get, first::incrementAndGet, collections::incrementAndGet);
    size.addAndGet(HeapGrowth.FIRST - 1);
    growth.run();
    assertThat(first).hasValue(0);
    size.incrementAndGet();
    growth.run();
    size.addAndGet(HeapGrowth.FIRST);
    growth.run();
    assertThat(first).hasValue(1);
    assertThat(collections).hasValue(0);
  }

  @Test
  void aSmallHeapMayGrow() {
    HeapGrowth growth =
        new HeapGrowth(size::get, first::incrementAndGet, collections::incrementAndGet);
    size.addAndGet(HeapGrowth.FIRST);
    growth.run();
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
              first.incrementAndGet();
              size.set(40 * MB);
            },
            () -> {
              collections.incrementAndGet();
              size.set(100 * MB);
            });
    size.set(20 * MB);
    growth.run();
    size.set(160 * MB);
    growth.run();
    growth.run();
    size.set(200 * MB - 1);
    growth.run();
    assertThat(collections).hasValue(1);
    size.set(200 * MB);
    growth.run();
    assertThat(collections).hasValue(2);
    assertThat(first).hasValue(1);
  }
}
