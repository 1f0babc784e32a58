/** What the pages of the three kinds of plans say. */
import type { FamilyTexts } from "./FamilyPage.tsx";

/** Texts with the title that the browser shows. */
export type FamilyPageTexts = FamilyTexts & { pageTitle: string };

/** Virtual private servers. */
export const VPS: FamilyPageTexts = {
  pageTitle: "VPS plans and prices | CloudNest",
  eyebrow: "Virtual private servers",
  title: "A server of your own, from two cores to eight",
  description:
    "Full root access on KVM, NVMe storage and six data centers on three continents. Order today, and change your mind at the end of any term.",
  included: [
    {
      title: "Root access",
      text: "Your kernel, your packages, your firewall. We don't log in unless you ask us to.",
    },
    {
      title: "IPv4 and IPv6",
      text: "One IPv4 address and a /64 of IPv6, both with reverse DNS. More IPv4 as an add-on.",
    },
    {
      title: "Storage that survives a disk",
      text: "NVMe in RAID 10 on every host: a broken drive is our problem, not your downtime.",
    },
    {
      title: "Three snapshots",
      text: "Freeze the disk before an upgrade, and go back to it if the upgrade goes wrong.",
    },
    {
      title: "DDoS protection",
      text: "Attack traffic is filtered before it reaches your port, at no extra price.",
    },
    {
      title: "Eight Linux images",
      text:
        "Debian, Ubuntu, AlmaLinux, Rocky Linux, Fedora and openSUSE in their current releases.",
    },
  ],
  compareTitle: "All VPS plans, line by line",
  questions: [
    {
      question: "When can I log in?",
      answer:
        "A technician sets your server up once your payment has arrived. You get a mail, and the dashboard then has its address, user and password.",
    },
    {
      question: "Can I run a control panel?",
      answer:
        "Yes. cPanel, Plesk and DirectAdmin can be ordered with every VPS. Each runs on certain systems only, and the order form says which.",
    },
    {
      question: "What happens above the included traffic?",
      answer:
        "The port drops to 100 Mbit/s until the month is over. There is no bill for extra traffic.",
    },
    {
      question: "Can I move to a larger plan later?",
      answer:
        "Write to us and we move your disk to the larger plan. You pay the difference for the rest of the term.",
    },
  ],
};

/** Shared hosting. */
export const SHARED: FamilyPageTexts = {
  pageTitle: "Shared hosting plans and prices | CloudNest",
  eyebrow: "Shared hosting",
  title: "Websites and mail, without a server to look after",
  description:
    "We run the platform: system, web server, mail and backups. You bring your domain and your site, and manage both in a control panel that is part of the price.",
  included: [
    {
      title: "Control panel included",
      text: "DirectAdmin or cPanel, licensed and updated by us. Nothing to choose, nothing to add.",
    },
    {
      title: "Certificates",
      text: "Let's Encrypt for every domain, renewed without you. Commercial ones as an add-on.",
    },
    {
      title: "Daily backups",
      text: "A copy each night, kept for 14 days. You restore files and databases by yourself.",
    },
    {
      title: "Guaranteed share",
      text: "Your processor and memory are yours: a busy neighbour can't slow your site down.",
    },
    {
      title: "Mail that arrives",
      text:
        "SPF, DKIM and DMARC are set up with your domain, and outgoing mail is watched for abuse.",
    },
    {
      title: "PHP in your version",
      text: "Choose the PHP version for each site, and change it when your software is ready.",
    },
  ],
  compareTitle: "Both hosting plans, line by line",
  questions: [
    {
      question: "Which domain do I enter with the order?",
      answer:
        "The main domain of your first site, such as example.com or www.example.com. You add others in the control panel.",
    },
    {
      question: "Can I choose the operating system?",
      answer:
        "No. The platform is ours to run and to update, and its system is part of the plan. If you need your own, take a VPS.",
    },
    {
      question: "Can you move my site from another host?",
      answer:
        "Yes. Write to us after your order with access to the old host, and we copy files, databases and mailboxes.",
    },
    {
      question: "What does fair use of traffic mean?",
      answer:
        "Traffic isn't counted for websites. If a site moves files all day that belong on a server of their own, we talk to you before anything else.",
    },
  ],
};

/** VDS and dedicated servers. */
export const DEDICATED: FamilyPageTexts = {
  pageTitle: "VDS and dedicated server plans and prices | CloudNest",
  eyebrow: "VDS and dedicated servers",
  title: "Hardware that works for nobody else",
  description:
    "A virtual dedicated server has cores, memory and disks reserved for it alone. A dedicated server is the whole machine. Both come with a remote console and a person to call.",
  included: [
    {
      title: "Nothing shared",
      text: "Reserved cores and memory on the VDS, a machine of your own on the dedicated plan.",
    },
    {
      title: "ECC memory",
      text: "A flipped bit is corrected before your database hears of it.",
    },
    {
      title: "Remote console",
      text: "Screen, keyboard and power of the machine in your browser, from the first boot.",
    },
    {
      title: "Linux or Windows",
      text: "Eight Linux images, or Windows Server 2025 with a licence that you bring.",
    },
    {
      title: "Hardware on us",
      text: "Broken parts are replaced at no price, at any hour, for as long as you rent.",
    },
    {
      title: "DDoS protection",
      text: "Attack traffic is filtered before it reaches your port.",
    },
  ],
  compareTitle: "VDS and dedicated server, line by line",
  questions: [
    {
      question: "What is the difference between the two?",
      answer:
        "A VDS is a virtual machine with reserved hardware: it is ready sooner and can be moved. A dedicated server is one physical machine without a layer in between.",
    },
    {
      question: "What is the set-up fee for?",
      answer:
        "For building, testing and wiring the dedicated server. It is on the first invoice only, as a line of its own.",
    },
    {
      question: "How soon do I get the machine?",
      answer:
        "A VDS within 4 hours of your payment, a dedicated server within 2 working days. The order page shows where it stands.",
    },
    {
      question: "Can I bring my own Windows licence?",
      answer:
        "Yes. Windows Server 2025 is installed for you, and you activate it with your own key.",
    },
  ],
};
