package io.handclasp.pair;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows of {@code docs/architecture.md} in the compiled classes of all modules. */
class HouseTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final List<String> MODULES =
      List.of("shared-pki", "shared-handshake", "shared-proxy", "client-proxy", "backend-service");
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream().map(m -> ROOT.resolve(m).resolve("target/classes")).toList());

  @Test
  void sharedPkiKnowsNobodyAbove() {
    noClasses()
        .that()
        .resideInAPackage("io.handclasp.pki..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.handclasp.handshake..",
            "io.handclasp.proxy..",
            "io.handclasp.client..",
            "io.handclasp.backend..",
            "io.netty..")
        .check(HOUSE);
  }

  @Test
  void sharedHandshakeKnowsOnlySharedPki() {
    noClasses()
        .that()
        .resideInAPackage("io.handclasp.handshake..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.handclasp.proxy..", "io.handclasp.client..", "io.handclasp.backend..")
        .check(HOUSE);
  }

  @Test
  void theTwoProgramsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.handclasp.proxy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.handclasp.client..", "io.handclasp.backend..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("io.handclasp.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.handclasp.backend..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("io.handclasp.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.handclasp.client..")
        .check(HOUSE);
  }

  @Test
  void packagesFormNoRing() {
    slices().matching("io.handclasp.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void bouncyCastleStaysWhereCertificatesAreIssued() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.handclasp.pki.issue..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(HOUSE);
  }

  @Test
  void theProxiesNeverIssue() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.handclasp.handshake..",
            "io.handclasp.proxy..",
            "io.handclasp.client..",
            "io.handclasp.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.handclasp.pki.issue..", "io.handclasp.pki.cli..")
        .check(HOUSE);
  }

  @Test
  void nettyStaysWhereConnectionsAre() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.handclasp.handshake.record..",
            "io.handclasp.handshake.verdict..",
            "io.handclasp.handshake.journal..",
            "io.handclasp.handshake.view..",
            "io.handclasp.handshake.cli..",
            "io.handclasp.proxy.config..",
            "io.handclasp.proxy.log..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(HOUSE);
  }

  @Test
  void eventsAreValuesWithoutNettyTypes() {
    noClasses()
        .that()
        .haveNameMatching(
            "io\\.handclasp\\.proxy\\.(forward\\.ExchangeCompleted|server\\.LifecycleEvent).*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(HOUSE);
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() throws IOException {
    for (String module : MODULES) {
      Path sources = ROOT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> packages =
            files
                .filter(f -> f.toString().endsWith(".java"))
                .map(f -> f.resolveSibling("package-info.java"))
                .distinct()
                .toList();
        assertThat(packages).isNotEmpty();
        for (Path info : packages) {
          assertThat(info).exists();
          assertThat(Files.readString(info)).contains("@" + NullMarked.class.getSimpleName());
        }
      }
    }
  }
}
