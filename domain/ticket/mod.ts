/** What people write to the company. */
export { type ContactForm, sendContactMessage } from "./send_contact_message.ts";
