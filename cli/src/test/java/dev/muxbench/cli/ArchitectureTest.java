package dev.muxbench.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.muxbench.tls.ClientTls;
import dev.muxbench.tls.TlsProblem;
import dev.muxbench.tls.TlsTrust;

/** What a module must not know. */
@AnalyzeClasses(packages = "dev.muxbench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] BACKENDS = {"dev.muxbench.nio..", "dev.muxbench.netty..", "dev.muxbench.blocking.."};
    private static final String PEERS = "dev.muxbench.peers..";
    private static final String LOAD = "dev.muxbench.load..";

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_SOCKET = noClasses()
            .that()
            .resideInAPackage("dev.muxbench.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "io.netty..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.ServerSocket");

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_CORE_FORM_NO_CYCLE = SlicesRuleDefinition.slices()
            .matching("dev.muxbench.core.(*)..")
            .should()
            .beFreeOfCycles();

    /** The root of the generator knows all of them, and none of them knows it. */
    @ArchTest
    static final ArchRule PACKAGES_OF_THE_GENERATOR_FORM_NO_CYCLE = SlicesRuleDefinition.slices()
            .matching("dev.muxbench.(load..)")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_COMMAND_FORM_NO_CYCLE = SlicesRuleDefinition.slices()
            .matching("dev.muxbench.(cli..)")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule A_BACKEND_SEES_THE_CUT_ONLY = noClasses()
            .that()
            .resideInAnyPackage(BACKENDS)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.muxbench.core..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("dev.muxbench.core.spi..")));

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_NATS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.muxbench.relay.nats..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nats..");

    @ArchTest
    static final ArchRule THE_CORE_AND_THE_BACKENDS_KNOW_NO_RELAY = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.muxbench.core..", "dev.muxbench.nio..", "dev.muxbench.netty..", "dev.muxbench.blocking..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.muxbench.relay..");

    @ArchTest
    static final ArchRule TLS_KNOWS_NO_SOCKET_CHANNEL_AND_NOBODY_ELSE = noClasses()
            .that()
            .resideInAPackage("dev.muxbench.tls..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java.nio.channels.(Socket|ServerSocket|Selector|Selection).*")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.muxbench.core..", "dev.muxbench.load..", "dev.muxbench.cli..", "io.netty..");

    @ArchTest
    static final ArchRule NO_BACKEND_KNOWS_ANOTHER = SlicesRuleDefinition.slices()
            .matching("dev.muxbench.(nio|netty|blocking)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_A_BACKEND = noClasses()
            .that()
            .resideOutsideOfPackages(BACKENDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BACKENDS);

    @ArchTest
    static final ArchRule BACKENDS_KNOW_NEITHER_LOAD_NOR_COMMAND = noClasses()
            .that()
            .resideInAnyPackage(BACKENDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOAD, "dev.muxbench.results..", "dev.muxbench.cli..");

    @ArchTest
    static final ArchRule AN_EXPERIMENT_KNOWS_NO_SERVER_AND_NO_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("dev.muxbench.experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.muxbench.core..", PEERS, "dev.muxbench.cli..", "picocli..");

    /** What is shared with a backend would not be compared. */
    @ArchTest
    static final ArchRule PEERS_KNOW_NOBODY = noClasses()
            .that()
            .resideInAPackage(PEERS)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.muxbench..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage(PEERS)));

    @ArchTest
    static final ArchRule THE_GENERATOR_IS_AN_INDEPENDENT_ORACLE = noClasses()
            .that()
            .resideInAPackage(LOAD)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.muxbench.core..");

    /** A fault in what both ends have their bytes go through could cancel out. */
    @ArchTest
    static final ArchRule THE_GENERATOR_HAS_TLS_CONNECTIONS_OF_ITS_OWN = noClasses()
            .that()
            .resideInAPackage(LOAD)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.muxbench.tls..")
                    .and(not(belongToAnyOf(ClientTls.class, TlsTrust.class, TlsProblem.class))));

    @ArchTest
    static final ArchRule ONLY_THE_CHAT_CLIENT_KNOWS_THE_LINE_EDITOR = noClasses()
            .that()
            .resideOutsideOfPackage("dev.muxbench.cli.chat..")
            .and()
            .doNotHaveFullyQualifiedName("dev.muxbench.cli.console.Screen") // asks for the terminal's width
            .and()
            .doNotHaveFullyQualifiedName("dev.muxbench.cli.serve.ServeTls") // hears signals
            .and()
            .doNotHaveFullyQualifiedName("dev.muxbench.cli.console.SignalStop") // likewise
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jline..");

    /** Else the rules above say nothing. */
    @ArchTest
    static void allModulesAreLookedAt(JavaClasses classes) {
        for (var name : new String[] {
            "dev.muxbench.core.ChatServer",
            "dev.muxbench.nio.NioBackendProvider",
            "dev.muxbench.netty.EpollProvider",
            "dev.muxbench.blocking.VirtualThreadsProvider",
            "dev.muxbench.peers.PeerServer",
            "dev.muxbench.load.LoadRun",
            "dev.muxbench.experiment.Experiment",
            "dev.muxbench.cli.chat.TerminalChat"
        }) {
            classes.get(name);
        }
    }
}
