package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorsTest {
  @Test
  void halfOfAnIdleOneIsRoom() {
    assertThat(Processors.oneIsIdle(0.74, 2)).isTrue();
    assertThat(Processors.oneIsIdle(0.76, 2)).isFalse();
    assertThat(Processors.oneIsIdle(0.93, 8)).isTrue();
    assertThat(Processors.oneIsIdle(0.95, 8)).isFalse();
  }

  @Test
  void processorsThatTellNothingAreTakenForIdle() {
    assertThat(Processors.oneIsIdle(-1, 2)).isTrue();
  }

  @Test
  void whatIsNotKnownYetIsNoRoom() {
    assertThat(Processors.oneIsIdle(Double.NaN, 2)).isFalse();
  }
}
