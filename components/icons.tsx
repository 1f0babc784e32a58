/**
 * Icons as inline SVG from Lucide, one deep import each, so that only what is named here loads. An
 * icon is decoration unless it has a `title`; give the control around it a name instead.
 */
import type { JSX } from "preact";
import { h } from "preact";
import activityData from "@lucide/icons/icons/activity";
import arrowLeftData from "@lucide/icons/icons/arrow-left";
import arrowRightData from "@lucide/icons/icons/arrow-right";
import banData from "@lucide/icons/icons/ban";
import banknoteData from "@lucide/icons/icons/banknote";
import bellData from "@lucide/icons/icons/bell";
import bitcoinData from "@lucide/icons/icons/bitcoin";
import boxesData from "@lucide/icons/icons/boxes";
import calendarData from "@lucide/icons/icons/calendar";
import checkData from "@lucide/icons/icons/check";
import chevronDownData from "@lucide/icons/icons/chevron-down";
import chevronLeftData from "@lucide/icons/icons/chevron-left";
import chevronRightData from "@lucide/icons/icons/chevron-right";
import circleAlertData from "@lucide/icons/icons/circle-alert";
import circleCheckData from "@lucide/icons/icons/circle-check";
import circleDashedData from "@lucide/icons/icons/circle-dashed";
import circleDotData from "@lucide/icons/icons/circle-dot";
import circlePauseData from "@lucide/icons/icons/circle-pause";
import circleQuestionMarkData from "@lucide/icons/icons/circle-question-mark";
import circleXData from "@lucide/icons/icons/circle-x";
import clipboardListData from "@lucide/icons/icons/clipboard-list";
import clockData from "@lucide/icons/icons/clock";
import cloudData from "@lucide/icons/icons/cloud";
import copyData from "@lucide/icons/icons/copy";
import cpuData from "@lucide/icons/icons/cpu";
import creditCardData from "@lucide/icons/icons/credit-card";
import databaseData from "@lucide/icons/icons/database";
import downloadData from "@lucide/icons/icons/download";
import externalLinkData from "@lucide/icons/icons/external-link";
import eyeData from "@lucide/icons/icons/eye";
import eyeOffData from "@lucide/icons/icons/eye-off";
import fileTextData from "@lucide/icons/icons/file-text";
import gaugeData from "@lucide/icons/icons/gauge";
import globeData from "@lucide/icons/icons/globe";
import hardDriveData from "@lucide/icons/icons/hard-drive";
import headsetData from "@lucide/icons/icons/headset";
import houseData from "@lucide/icons/icons/house";
import inboxData from "@lucide/icons/icons/inbox";
import infoData from "@lucide/icons/icons/info";
import keyRoundData from "@lucide/icons/icons/key-round";
import landmarkData from "@lucide/icons/icons/landmark";
import layersData from "@lucide/icons/icons/layers";
import layoutDashboardData from "@lucide/icons/icons/layout-dashboard";
import lifeBuoyData from "@lucide/icons/icons/life-buoy";
import loaderCircleData from "@lucide/icons/icons/loader-circle";
import lockData from "@lucide/icons/icons/lock";
import logOutData from "@lucide/icons/icons/log-out";
import mailData from "@lucide/icons/icons/mail";
import mapPinData from "@lucide/icons/icons/map-pin";
import memoryStickData from "@lucide/icons/icons/memory-stick";
import menuData from "@lucide/icons/icons/menu";
import minusData from "@lucide/icons/icons/minus";
import networkData from "@lucide/icons/icons/network";
import packageData from "@lucide/icons/icons/package";
import paperclipData from "@lucide/icons/icons/paperclip";
import pencilData from "@lucide/icons/icons/pencil";
import plusData from "@lucide/icons/icons/plus";
import receiptTextData from "@lucide/icons/icons/receipt-text";
import refreshCwData from "@lucide/icons/icons/refresh-cw";
import rocketData from "@lucide/icons/icons/rocket";
import scrollTextData from "@lucide/icons/icons/scroll-text";
import searchData from "@lucide/icons/icons/search";
import sendData from "@lucide/icons/icons/send";
import serverData from "@lucide/icons/icons/server";
import settingsData from "@lucide/icons/icons/settings";
import shieldCheckData from "@lucide/icons/icons/shield-check";
import shieldUserData from "@lucide/icons/icons/shield-user";
import slidersHorizontalData from "@lucide/icons/icons/sliders-horizontal";
import terminalData from "@lucide/icons/icons/terminal";
import trashData from "@lucide/icons/icons/trash";
import triangleAlertData from "@lucide/icons/icons/triangle-alert";
import undo2Data from "@lucide/icons/icons/undo-2";
import uploadData from "@lucide/icons/icons/upload";
import userData from "@lucide/icons/icons/user";
import usersData from "@lucide/icons/icons/users";
import walletData from "@lucide/icons/icons/wallet";
import xData from "@lucide/icons/icons/x";
import zapData from "@lucide/icons/icons/zap";

/** Lucide's data for one icon: SVG elements with their attributes. */
interface IconData {
  name: string;
  node: Array<[string, Record<string, string>]>;
}

/** Size and colour come from classes: `size-4` by default, `currentColor` always. */
export interface IconProps {
  class?: string;
  /** A name for people who can't see it; without one the icon is hidden from them. */
  title?: string;
}

/** Any icon of this module, for props that take one. */
export type Icon = (props: IconProps) => JSX.Element;

function icon(data: IconData): Icon {
  return function LucideIcon({ class: className = "size-4", title }) {
    return (
      <svg
        class={`shrink-0 ${className}`}
        viewBox="0 0 24 24"
        width="16"
        height="16"
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
        stroke-linejoin="round"
        role={title ? "img" : undefined}
        aria-hidden={title ? undefined : "true"}
        aria-label={title}
      >
        {data.node.map(([tag, attributes]) => h(tag, attributes))}
      </svg>
    );
  };
}

export const ActivityIcon: Icon = /* @__PURE__ */ icon(activityData);
export const ArrowLeftIcon: Icon = /* @__PURE__ */ icon(arrowLeftData);
export const ArrowRightIcon: Icon = /* @__PURE__ */ icon(arrowRightData);
export const BanIcon: Icon = /* @__PURE__ */ icon(banData);
export const BanknoteIcon: Icon = /* @__PURE__ */ icon(banknoteData);
export const BellIcon: Icon = /* @__PURE__ */ icon(bellData);
export const BitcoinIcon: Icon = /* @__PURE__ */ icon(bitcoinData);
export const BoxesIcon: Icon = /* @__PURE__ */ icon(boxesData);
export const CalendarIcon: Icon = /* @__PURE__ */ icon(calendarData);
export const CheckIcon: Icon = /* @__PURE__ */ icon(checkData);
export const ChevronDownIcon: Icon = /* @__PURE__ */ icon(chevronDownData);
export const ChevronLeftIcon: Icon = /* @__PURE__ */ icon(chevronLeftData);
export const ChevronRightIcon: Icon = /* @__PURE__ */ icon(chevronRightData);
export const CircleAlertIcon: Icon = /* @__PURE__ */ icon(circleAlertData);
export const CircleCheckIcon: Icon = /* @__PURE__ */ icon(circleCheckData);
export const CircleDashedIcon: Icon = /* @__PURE__ */ icon(circleDashedData);
export const CircleDotIcon: Icon = /* @__PURE__ */ icon(circleDotData);
export const CirclePauseIcon: Icon = /* @__PURE__ */ icon(circlePauseData);
export const CircleQuestionMarkIcon: Icon = /* @__PURE__ */ icon(circleQuestionMarkData);
export const CircleXIcon: Icon = /* @__PURE__ */ icon(circleXData);
export const ClipboardListIcon: Icon = /* @__PURE__ */ icon(clipboardListData);
export const ClockIcon: Icon = /* @__PURE__ */ icon(clockData);
export const CloudIcon: Icon = /* @__PURE__ */ icon(cloudData);
export const CopyIcon: Icon = /* @__PURE__ */ icon(copyData);
export const CpuIcon: Icon = /* @__PURE__ */ icon(cpuData);
export const CreditCardIcon: Icon = /* @__PURE__ */ icon(creditCardData);
export const DatabaseIcon: Icon = /* @__PURE__ */ icon(databaseData);
export const DownloadIcon: Icon = /* @__PURE__ */ icon(downloadData);
export const ExternalLinkIcon: Icon = /* @__PURE__ */ icon(externalLinkData);
export const EyeIcon: Icon = /* @__PURE__ */ icon(eyeData);
export const EyeOffIcon: Icon = /* @__PURE__ */ icon(eyeOffData);
export const FileTextIcon: Icon = /* @__PURE__ */ icon(fileTextData);
export const GaugeIcon: Icon = /* @__PURE__ */ icon(gaugeData);
export const GlobeIcon: Icon = /* @__PURE__ */ icon(globeData);
export const HardDriveIcon: Icon = /* @__PURE__ */ icon(hardDriveData);
export const HeadsetIcon: Icon = /* @__PURE__ */ icon(headsetData);
export const HouseIcon: Icon = /* @__PURE__ */ icon(houseData);
export const InboxIcon: Icon = /* @__PURE__ */ icon(inboxData);
export const InfoIcon: Icon = /* @__PURE__ */ icon(infoData);
export const KeyRoundIcon: Icon = /* @__PURE__ */ icon(keyRoundData);
export const LandmarkIcon: Icon = /* @__PURE__ */ icon(landmarkData);
export const LayersIcon: Icon = /* @__PURE__ */ icon(layersData);
export const LayoutDashboardIcon: Icon = /* @__PURE__ */ icon(layoutDashboardData);
export const LifeBuoyIcon: Icon = /* @__PURE__ */ icon(lifeBuoyData);
export const LoaderCircleIcon: Icon = /* @__PURE__ */ icon(loaderCircleData);
export const LockIcon: Icon = /* @__PURE__ */ icon(lockData);
export const LogOutIcon: Icon = /* @__PURE__ */ icon(logOutData);
export const MailIcon: Icon = /* @__PURE__ */ icon(mailData);
export const MapPinIcon: Icon = /* @__PURE__ */ icon(mapPinData);
export const MemoryStickIcon: Icon = /* @__PURE__ */ icon(memoryStickData);
export const MenuIcon: Icon = /* @__PURE__ */ icon(menuData);
export const MinusIcon: Icon = /* @__PURE__ */ icon(minusData);
export const NetworkIcon: Icon = /* @__PURE__ */ icon(networkData);
export const PackageIcon: Icon = /* @__PURE__ */ icon(packageData);
export const PaperclipIcon: Icon = /* @__PURE__ */ icon(paperclipData);
export const PencilIcon: Icon = /* @__PURE__ */ icon(pencilData);
export const PlusIcon: Icon = /* @__PURE__ */ icon(plusData);
export const ReceiptTextIcon: Icon = /* @__PURE__ */ icon(receiptTextData);
export const RefreshCwIcon: Icon = /* @__PURE__ */ icon(refreshCwData);
export const RocketIcon: Icon = /* @__PURE__ */ icon(rocketData);
export const ScrollTextIcon: Icon = /* @__PURE__ */ icon(scrollTextData);
export const SearchIcon: Icon = /* @__PURE__ */ icon(searchData);
export const SendIcon: Icon = /* @__PURE__ */ icon(sendData);
export const ServerIcon: Icon = /* @__PURE__ */ icon(serverData);
export const SettingsIcon: Icon = /* @__PURE__ */ icon(settingsData);
export const ShieldCheckIcon: Icon = /* @__PURE__ */ icon(shieldCheckData);
export const ShieldUserIcon: Icon = /* @__PURE__ */ icon(shieldUserData);
export const SlidersHorizontalIcon: Icon = /* @__PURE__ */ icon(slidersHorizontalData);
export const TerminalIcon: Icon = /* @__PURE__ */ icon(terminalData);
export const TrashIcon: Icon = /* @__PURE__ */ icon(trashData);
export const TriangleAlertIcon: Icon = /* @__PURE__ */ icon(triangleAlertData);
export const Undo2Icon: Icon = /* @__PURE__ */ icon(undo2Data);
export const UploadIcon: Icon = /* @__PURE__ */ icon(uploadData);
export const UserIcon: Icon = /* @__PURE__ */ icon(userData);
export const UsersIcon: Icon = /* @__PURE__ */ icon(usersData);
export const WalletIcon: Icon = /* @__PURE__ */ icon(walletData);
export const XIcon: Icon = /* @__PURE__ */ icon(xData);
export const ZapIcon: Icon = /* @__PURE__ */ icon(zapData);
